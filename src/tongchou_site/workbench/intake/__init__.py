"""The room intake: ledgers, workbooks and folders come in, are looked at, and are stored; the whole plan goes out."""
