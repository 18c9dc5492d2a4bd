"""Pure, three-valued rules: library and patient in, reasoned verdicts out. No words, no clock, no disk."""
