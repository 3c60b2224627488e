"""The words of the trade: values, codes and arithmetic that every layer shares. No input, no output."""
