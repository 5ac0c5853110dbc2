export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const number = (value, digits) => (value === undefined ? "-" : value.toFixed(digits));

/** One line a row; the ratio is how many times as fast this product was on the same file. */
export function table(rows) {
  const lines = [["case", "MB", "tool", "MB/s", "CPU MB/s", "savestate is", "peak MB", "beyond blob", "runs"]];
  for (const row of rows) {
    const own = rows.find(({ tool, case: name, bytes }) => tool === "savestate" && name === row.case && bytes === row.bytes);
    const ratio = own && row.mbPerSecond && row !== own ? `${(own.mbPerSecond / row.mbPerSecond).toFixed(1)}x` : "";
    lines.push([
      row.case,
      (row.bytes / 1e6).toFixed(0),
      row.tool,
      row.error ? row.error.slice(0, 40) : number(row.mbPerSecond, row.mbPerSecond < 1 ? 3 : 1),
      number(row.cpuMbPerSecond, 1),
      ratio,
      number(row.peakBytes && row.peakBytes / 1e6, 0),
      row.beyondBytes === undefined ? "-" : `${(row.beyondBytes / row.bytes).toFixed(2)}x`,
      String(row.runs),
    ]);
  }
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines
    .map((line) => line.map((cell, i) => (i === 0 || i === 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  "))
    .join("\n");
}
