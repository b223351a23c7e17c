"""What commands share: help and errors in Chinese, opening the assistant, progress."""
