"""Tables of rows as XLSX, out and in: a file is compared with what is there, shown, and written when confirmed."""
