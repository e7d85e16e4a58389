import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect as connectTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect, makeClientPki, nodeAt, text } from '../test/edge/simulated-gate/gate-client.ts'
import { startGate } from '../test/edge/simulated-gate/gate-process.ts'
import { apart } from './load/cores.ts'
import { quantilesOf, type Row } from './pages/report.ts'

/** About what a signed and encrypted call weighs on the wire. */
const MESSAGE_BYTES = 500

/** Both are asked in turns of this many, so that what else the machine does meets both alike. */
const TURN = 100

interface Side {
  pid: number
  ask(): Promise<unknown>
  close(): Promise<void> | void
}

/** One question after the other to the gate, signed and encrypted. */
async function openGate(): Promise<Side> {
  const folder = mkdtempSync(join(tmpdir(), 'pingting-opcua-'))
  const client = await makeClientPki(join(folder, 'client'))
  const gate = await startGate(join(folder, 'gate'), { TRUST_CLIENT_CERTIFICATE: client.certificate })
  const link = await connect(gate.endpointUrl, gate.certificate, client)
  const objectId = await nodeAt(link.session, 'ExemptionStore')
  const methodId = await nodeAt(link.session, 'ExemptionStore', 'QueryExemption')
  return {
    pid: gate.pid,
    ask: () => link.session.call({ objectId, methodId, inputArguments: [text(crypto.randomUUID())] }),
    async close() {
      await link.close()
      await gate.end('SIGKILL')
      await client.pki.dispose()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The floor: as many bytes to another process and back on a bare socket. */
async function openEcho(): Promise<Side> {
  const server = fork(fileURLToPath(new URL('load/tcp-echo.ts', import.meta.url)))
  const [port] = (await once(server, 'message')) as [number]
  const socket = connectTcp(port, '127.0.0.1').setNoDelay(true)
  const message = Buffer.alloc(MESSAGE_BYTES)
  return {
    pid: server.pid!,
    async ask() {
      socket.write(message)
      for (let bytes = 0; bytes < MESSAGE_BYTES; ) bytes += ((await once(socket, 'data')) as [Buffer])[0].length
    },
    close() {
      socket.destroy()
      server.disconnect()
    },
  }
}

/** The times of so many questions to each side, in turns. */
async function inTurns(tally: number, sides: readonly Side[]): Promise<number[][]> {
  const times: number[][] = sides.map(() => [])
  for (let done = 0; done < tally; done += TURN) {
    for (const [index, side] of sides.entries()) {
      for (let asked = 0; asked < TURN; asked += 1) {
        const sentMs = performance.now()
        await side.ask()
        times[index]!.push(performance.now() - sentMs)
      }
    }
  }
  return times
}

const rowOf = (times: readonly number[]) => ({
  perSecond: (times.length * 1_000) / times.reduce((sum, ms) => sum + ms, 0),
  ...quantilesOf(times),
})

export async function benchOpcua(tally: number): Promise<Row[]> {
  const sides = [await openGate(), await openEcho()]
  try {
    const pids = sides.map(({ pid }) => pid)
    const [calls, echoes] = await apart(pids, () => inTurns(tally, sides))
    return [
      { what: 'OPC UA call, SignAndEncrypt, one at a time', side: 'pingting', ...rowOf(calls!) },
      { what: `TCP echo of ${MESSAGE_BYTES} bytes between two processes`, side: 'floor', ...rowOf(echoes!) },
    ]
  } finally {
    for (const side of sides) await side.close()
  }
}
