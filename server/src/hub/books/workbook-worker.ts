import { parentPort, workerData } from 'node:worker_threads'
import { type BooksLine, booksColumns } from '../../settlements/papers/columns.ts'
import { workbookOf } from '../../settlements/papers/workbook.ts'

/** A thread of its own for one workbook. */
const { day, lines } = workerData as { day: string; lines: BooksLine[] }
parentPort!.postMessage(await workbookOf(day, booksColumns, lines))
