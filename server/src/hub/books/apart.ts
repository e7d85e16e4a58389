import { Worker } from 'node:worker_threads'

/** What takes a second of reckoning is done in a thread of its own, beside the hub's work. @throws what it throws. */
export const apart = <T>(file: URL, workerData: unknown): Promise<T> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(file, { workerData, execArgv: [] })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error(`${file.pathname.split('/').at(-1)} ended without a word`)))
  })
