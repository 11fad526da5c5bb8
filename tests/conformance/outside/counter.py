"""A reader as another package would write it."""

from exoforge.base.errors import FileError
from exoforge.instruments import InstrumentFile, Reader
from exoforge.streams.measurement import Figure, Measurement


class Counter(Reader):
    """Reads what a counter of one particle at a time writes."""

    technique, name, version = "particle-counter", "my-counter", "1"
    title, extensions, verified = "particle counter files", (".cnt",), False

    def sniff(self, file: InstrumentFile) -> bool:
        return file.start.startswith("COUNTER")  # by its content, never by its name

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        head, _, number = file.text.partition("=")
        if not number.strip().isdigit():
            raise FileError(f"'{file.path}' has no count behind '='; export it again from the counter.")
        counted = Figure(name="particles", value=float(number), unit="", meaning="as the counter writes it", source="printed")
        return (Measurement(technique=self.technique, arrays={}, specs=(), sample=head, instrument="counter", figures=(counted,)),)
