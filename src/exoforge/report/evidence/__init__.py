"""The evidence as a person reads it: answers, single records, trials and summaries on a terminal, maps and graphs as pictures."""
