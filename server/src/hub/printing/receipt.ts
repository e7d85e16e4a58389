import type { Slip } from '@pingting/contract'
import iconv from 'iconv-lite'
import { PrinterTypes, ThermalPrinter } from 'node-thermal-printer'

/** 80 mm paper: 48 columns of the small font, of which a Chinese character takes two. */
const COLUMNS = 48
/** Mandatory in China's printers, and the only set with every character of a name. */
const ENCODING = 'gb18030'
/** `FS &` and `FS .`: bytes above 0x7f are Chinese characters, or no longer. */
const CHINESE_ON = Buffer.from([0x1c, 0x26])
const CHINESE_OFF = Buffer.from([0x1c, 0x2e])
/** The number is six times the height of the facts, its service twice. */
const NUMBER_SIZE = 5
const SERVICE_SIZE = 1
/** `ESC @`: whatever was printed before has left nothing behind. */
const RESET = Buffer.from([0x1b, 0x40])
/** The library could send as well; we do, to know what came of it. */
const UNUSED = 'tcp://printer'
const QR_DOTS = 6
const REMARK_LINES = 4

/**
 * A slip as bytes for a printer that speaks ESC/POS, as nearly all do. The library writes the commands; the words go
 * in as bytes of GB18030, which it has no name for.
 */
export function receiptOf(slip: Slip): Buffer {
  const paper = new ThermalPrinter({ type: PrinterTypes.EPSON, interface: UNUSED, width: COLUMNS })
  const line = (text: string, columns = COLUMNS): void => {
    for (const part of wrapped(text, columns)) paper.append(iconv.encode(`${part}\n`, ENCODING))
  }
  paper.append(RESET)
  paper.append(CHINESE_ON)
  paper.alignCenter()
  line(slip.hall)
  paper.bold(true)
  paper.setTextSize(NUMBER_SIZE, NUMBER_SIZE)
  line(slip.number)
  paper.setTextSize(SERVICE_SIZE, SERVICE_SIZE)
  line(slip.service, COLUMNS / (SERVICE_SIZE + 1))
  paper.setTextSize(0, 0)
  paper.bold(false)
  paper.alignLeft()
  paper.drawLine()
  for (const { label, value } of slip.facts) line(spread(label, value))
  paper.drawLine()
  paper.alignCenter()
  paper.printQR(slip.url, { cellSize: QR_DOTS, correction: 'M' })
  paper.newLine()
  paper.alignLeft()
  for (const rule of slip.rules) line(rule)
  line(slip.opinion)
  for (let n = 0; n < REMARK_LINES; n += 1) paper.newLine()
  paper.append(CHINESE_OFF)
  paper.partialCut()
  return paper.getBuffer()
}

/** Columns a text takes; whatever is wider than ASCII is printed in two. */
const columnsOf = (text: string): number => [...text].reduce((sum, sign) => sum + (sign > '\u007f' ? 2 : 1), 0)

/** Label on the left, value on the right; on a line of its own where both do not fit. */
function spread(label: string, value: string): string {
  const gap = COLUMNS - columnsOf(label) - columnsOf(value)
  return gap < 1 ? `${label}\n${value}` : label + ' '.repeat(gap) + value
}

/** Breaks a text where it is full: between any two Chinese characters, and between words of letters. */
function wrapped(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of text.match(/\n|[\u0021-\u007f]+ ?| +|[^\u0020-\u007f\n]/g) ?? []) {
    const full = columnsOf(line + piece.trimEnd()) > columns
    if (full || piece === '\n') {
      lines.push(line.trimEnd())
      line = ''
    }
    if (piece !== '\n') line += piece
  }
  return [...lines, line.trimEnd()]
}
