"""What the isolation tools found, as text, as plain values and as pictures."""
