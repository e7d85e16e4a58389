import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { startHub } from '../test/support/hub-process.ts'
import { PlainHttp } from './load/plain-http.ts'
import { quantiles, type Row, stopwatch } from './pages/report.ts'

/** A busy hall, and as many at once as show what the hub can do: what waits together is written together. */
const CLIENTS = [16, 128]
const ROW_BYTES = 900
const BODY_BYTES = 200

/** Acknowledged evaluations over HTTP on the embedded store; the client is a process of its own. */
async function ours(tally: number, clients: number): Promise<Row> {
  const hub = await startHub()
  try {
    const client = fork(fileURLToPath(new URL('load/raters.ts', import.meta.url)), [
      hub.url,
      String(tally),
      String(clients),
    ])
    const said = (): Promise<Record<string, number>> =>
      new Promise((resolve, reject) => {
        client.once('message', message => resolve(message as Record<string, number>))
        client.once('exit', code => reject(new Error(`the client ended with ${code}`)))
      })
    await said()
    const measured = said()
    client.send('go')
    return {
      what: `evaluations acknowledged, HTTP, ${clients} clients`,
      side: 'pingting',
      ...(await measured),
    } as Row
  } finally {
    await hub.dispose()
  }
}

/** The floor: the same rows into SQLite by hand, in batches of as many as there are clients, each batch on disk. */
function floor(tally: number, clients: number): Row {
  const folder = mkdtempSync(join(tmpdir(), 'pingting-floor-'))
  const database = new DatabaseSync(join(folder, 'floor.sqlite'))
  database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE rows (id TEXT PRIMARY KEY, body TEXT)')
  const insert = database.prepare('INSERT INTO rows VALUES (?, ?)')
  const body = 'x'.repeat(ROW_BYTES)
  const times = stopwatch()
  const startedAt = process.hrtime.bigint()
  for (let batch = 0; batch < tally / clients; batch += 1) {
    const sentAt = process.hrtime.bigint()
    database.exec('BEGIN')
    for (let row = 0; row < clients; row += 1) insert.run(`${batch}-${row}`, body)
    database.exec('COMMIT')
    times.recordValue(Number((process.hrtime.bigint() - sentAt) / 1_000n))
  }
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9
  database.close()
  rmSync(folder, { recursive: true })
  return {
    what: `SQLite, batches of ${clients} rows, synchronous=FULL`,
    side: 'floor',
    perSecond: tally / seconds,
    ...quantiles(times),
  } as Row
}

/** What this machine answers over HTTP at all, asked by as many clients; it moves with the machine as ours does. */
async function bareHttp(tally: number, clients: number): Promise<Row> {
  const echo = fork(fileURLToPath(new URL('load/echo.ts', import.meta.url)))
  const url = await new Promise<string>(resolve => echo.once('message', resolve))
  const agents = Array.from({ length: clients }, () => new PlainHttp(url))
  for (const agent of agents) await agent.open()
  const body = JSON.stringify({ text: 'x'.repeat(BODY_BYTES) })
  const times = stopwatch()
  const startedAt = process.hrtime.bigint()
  let left = tally
  await Promise.all(
    agents.map(async agent => {
      for (; left > 0; ) {
        left -= 1
        const sentAt = process.hrtime.bigint()
        await agent.post('/', body, '-')
        times.recordValue(Number((process.hrtime.bigint() - sentAt) / 1_000n))
      }
    }),
  )
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9
  for (const agent of agents) agent.close()
  echo.disconnect()
  return {
    what: `node:http alone, ${clients} clients`,
    side: 'floor',
    perSecond: tally / seconds,
    ...quantiles(times),
  } as Row
}

export async function benchEvaluations(tally: number): Promise<Row[]> {
  const rows: Row[] = []
  for (const clients of CLIENTS)
    rows.push(await ours(tally, clients), floor(tally, clients), await bareHttp(tally, clients))
  return rows
}
