"""What every product needs: organisations, accounts, pages, messages."""
