// The door as a process of its own, so that several hubs on one machine can share it:
//   node --import ./node-version.mjs server/embedded-mongo/src/main.ts DATA_DIR
// The first line on standard output is {"url": "..."}, once it can be used.
import { openDoor } from './index.ts'

const [dataDir] = process.argv.slice(2)
try {
  if (!dataDir) throw new Error('缺少数据目录。\nThe data folder is missing: main.ts DATA_DIR')
  const door = await openDoor({ dataDir, onFailure: stop })
  process.stdout.write(`${JSON.stringify({ url: door.url })}\n`)
  process.once('SIGTERM', () => door.close())
  process.once('SIGINT', () => door.close())
} catch (error) {
  stop(error as Error)
}

function stop(error: Error): void {
  console.error(error.message)
  process.exitCode = 1
}
