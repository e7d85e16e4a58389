import { buildFaces } from './faces.ts'
import { firstLoginNotice } from './first-login.ts'
import { type LivingHouse, startHouse } from './house.ts'
import { PartFailed } from './processes.ts'

/** Says which part died, and ends the others: a hall that runs in part would only look as if it ran. */
function watch(house: LivingHouse): void {
  let ending = false
  const end = async (code: number): Promise<void> => {
    if (ending) return
    ending = true
    await house.stop()
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(0))
  for (const part of [house.hub, house.gate, house.bridge]) {
    void part.ended.then(({ code, signal }) => {
      if (ending) return
      console.error(`${part.name} 意外退出（${signal ?? code}），正在停止其余部分。日志：logs/${part.name}.log`)
      console.error(
        `${part.name} ended unexpectedly (${signal ?? code}); stopping the others. Its log is logs/${part.name}.log in the data folder.`,
      )
      void end(1)
    })
  }
}

try {
  buildFaces()
  const { PORT = '8080', DATA_DIR = 'data' } = process.env
  const house = await startHouse({ dataDir: DATA_DIR, hub: { PORT } })
  watch(house)
  console.log(`\n评停 Pingting  ${house.url}\n`)
  console.log(
    '  这一页列出所有屏；本机浏览器可一键配对。 / That page links every face; a browser on this machine pairs with one click.',
  )
  for (const line of firstLoginNotice(DATA_DIR, house.firstPasswords)) console.log(`  ${line}`)
  console.log(`\n  道闸模拟 The simulated gate is driven at ${house.controlUrl}\n`)
} catch (error) {
  if (!(error instanceof PartFailed)) throw error
  console.error(error.message)
  process.exit(1)
}
