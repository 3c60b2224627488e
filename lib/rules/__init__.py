"""The rule book: what each credential asks, by cycle end, as dated and sourced data."""
