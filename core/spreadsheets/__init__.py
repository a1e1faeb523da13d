"""Export tables as XLSX and import them. The differences of an import are shown, and written once confirmed."""
