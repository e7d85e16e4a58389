import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Opened } from './worker.ts'

export { addressOf } from './address.ts'

export interface Door {
  /** For `mongoose.connect`. It is the same at every start on the same data folder, except on Windows. */
  url: string
  /** Ends the connections, writes everything into one file and gives the data folder free. */
  close(): Promise<void>
}

export class DataDirInUse extends Error {
  override readonly name = 'DataDirInUse'

  constructor(dataDir: string) {
    super(
      `数据目录 ${dataDir} 正由另一个进程使用。请先停止它，或用 DATA_DIR 指定另一个目录。\n` +
        `The data folder ${dataDir} is in use by another process. Stop that one first, or name another with DATA_DIR.`,
    )
  }
}

/**
 * Opens the store in `dataDir`, made when absent, in a worker thread. `onFailure` hears it when the thread dies later;
 * nothing is answered from then on. Throws `DataDirInUse`.
 */
export async function openDoor(options: { dataDir: string; onFailure?: (error: Error) => void }): Promise<Door> {
  const dataDir = resolve(options.dataDir)
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { dataDir }, execArgv: [] })
  const gone = new Promise<void>(settled => worker.once('exit', () => settled()))
  const opened = await new Promise<Opened>((settled, failed) => {
    worker.once('message', settled)
    worker.once('error', failed)
    worker.once('exit', code => failed(new Error(`the store's thread ended with ${code} before it was open`)))
  })
  if ('isLocked' in opened) throw new DataDirInUse(dataDir)

  let failure: unknown
  let isClosing = false
  worker.on('error', error => {
    failure = error
  })
  worker.once('exit', code => {
    if (!isClosing) options.onFailure?.(asError(failure ?? `the store's thread ended with ${code}`))
  })
  return {
    url: opened.url,
    async close() {
      isClosing = true
      worker.postMessage('close')
      await gone
    },
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason))
}
