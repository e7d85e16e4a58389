import { createHash } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { inDay, takeFile } from '../../../settlements/papers/intake.ts'
import type { FileRead, FileToRead } from './intake.ts'

/** A thread of its own for one file: thousands of rows are read and summed beside the hub's work. */
const { bytes, mapping, day } = workerData as FileToRead
parentPort!.postMessage(read())

function read(): FileRead {
  const taken = inDay(takeFile(bytes, mapping), day, mapping)
  if ('bad' in taken) return taken
  const { rows, totalFen } = taken
  const exits = rows.map(({ line: _line, plate: _plate, ...exit }) => exit)
  return { exits, totalFen, sha256: createHash('sha256').update(bytes).digest('hex') }
}
