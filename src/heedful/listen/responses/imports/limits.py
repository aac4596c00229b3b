"""What a file may cost us. Beyond it, a file is refused with the limit in the reason."""

MAX_COLUMNS = 2_000
MAX_LINE = 1_000_000  # characters of one line
MAX_CELL = 131_072  # characters of one cell; also what an unclosed quote may swallow
MAX_UNZIPPED = 8_000_000_000  # bytes a gzip file may become
MAX_GZIP_RATIO = 250  # text shrinks 3 to 30 times; a bomb a thousand times
MAX_WORKBOOK_BYTES = 600_000_000  # XML inside an XLSX
MAX_WORKBOOK_RATIO = 200
MAX_WORKBOOK_ENTRIES = 2_000
MAX_WORKBOOK_CELLS = 20_000_000  # the reader holds a sheet in memory
MAX_JSON_BYTES = 64_000_000  # one JSON document is read at once; JSONL has no such limit
MAX_ROW_GROUP_BYTES = 2_000_000_000
HEAD_BYTES = 65_536
SAMPLE_ROWS = 5_000
