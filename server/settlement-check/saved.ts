/** What shows that another program saved the file: a settlement is UTF-8 without a BOM, and its lines end with LF alone. */
const MARKS: readonly (readonly [isThere: (bytes: Buffer) => boolean, zh: string, en: string])[] = [
  [starts(0xef, 0xbb, 0xbf), '开头多了 BOM', 'it begins with a BOM'],
  [bytes => starts(0xff, 0xfe)(bytes) || starts(0xfe, 0xff)(bytes), '存成了 UTF-16', 'it is UTF-16'],
  [starts(0x50, 0x4b, 0x03, 0x04), '存成了 Excel 工作簿', 'it is an Excel workbook'],
  [bytes => bytes.includes('\r'), '换行变成了 CRLF', 'its lines end with CRLF'],
  [bytes => /^(\ufeff)?"\{""/.test(bytes.toString('utf8', 0, 16)), '各行加了引号', 'its lines stand in quotes'],
]

function starts(...first: number[]): (bytes: Buffer) => boolean {
  return bytes => bytes.subarray(0, first.length).equals(Buffer.from(first))
}

/** @returns undefined where nothing shows it, which does not say that nobody changed the file */
export function savedElsewhere(bytes: Buffer): { zh: string; en: string } | undefined {
  const marks = MARKS.filter(([isThere]) => isThere(bytes))
  if (marks.length === 0) return undefined
  const [zh, en] = [marks.map(mark => mark[1]).join('，'), marks.map(mark => mark[2]).join(', ')]
  return {
    zh: `被别的程序（如 Excel、记事本）打开后保存过：${zh}。请重新下载这一份，不要打开后保存`,
    en: `was saved by another program, as Excel or an editor: ${en}. Download it anew, and do not save it from there`,
  }
}
