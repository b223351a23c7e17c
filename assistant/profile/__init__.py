"""What a person says about their own enterprise."""
