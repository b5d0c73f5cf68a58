"""An office's ledger as it is kept: XLSX or CSV, titles above, merged cells, dates in words."""

from tongchou.workspace.ledger.day import DatedLedger, LedgerDay, read_by_its_day
from tongchou.workspace.ledger.read import MOST_ROWS, Ledger, read_ledger

__all__ = ["MOST_ROWS", "DatedLedger", "Ledger", "LedgerDay", "read_by_its_day", "read_ledger"]
