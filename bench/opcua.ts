import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect as connectTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect, makeClientPki, nodeAt, text } from '../test/edge/simulated-gate/gate-client.ts'
import { startGate } from '../test/edge/simulated-gate/gate-process.ts'
import { quantilesOf, type Row } from './report.ts'

/** About what a signed and encrypted call weighs on the wire. */
const MESSAGE_BYTES = 500

async function timed(tally: number, work: () => Promise<unknown>): Promise<Pick<Row, 'perSecond'> & object> {
  const times: number[] = []
  const startedMs = performance.now()
  for (let index = 0; index < tally; index += 1) {
    const sentMs = performance.now()
    await work()
    times.push(performance.now() - sentMs)
  }
  return { perSecond: tally / ((performance.now() - startedMs) / 1_000), ...quantilesOf(times) }
}

/** One question after the other to the gate, signed and encrypted. */
async function ours(tally: number): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'pingting-opcua-'))
  const client = await makeClientPki(join(folder, 'client'))
  const gate = await startGate(join(folder, 'gate'), { TRUST_CLIENT_CERTIFICATE: client.certificate })
  const link = await connect(gate.endpointUrl, gate.certificate, client)
  try {
    const objectId = await nodeAt(link.session, 'ExemptionStore')
    const methodId = await nodeAt(link.session, 'ExemptionStore', 'QueryExemption')
    const ask = () => link.session.call({ objectId, methodId, inputArguments: [text(crypto.randomUUID())] })
    return { what: 'OPC UA call, SignAndEncrypt, one at a time', side: 'pingting', ...(await timed(tally, ask)) }
  } finally {
    await link.close()
    await gate.end('SIGKILL')
    await client.pki.dispose()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The floor: as many bytes to another process and back on a bare socket. */
async function echo(tally: number): Promise<Row> {
  const server = fork(fileURLToPath(new URL('load/tcp-echo.ts', import.meta.url)))
  const [port] = (await once(server, 'message')) as [number]
  const socket = connectTcp(port, '127.0.0.1').setNoDelay(true)
  const message = Buffer.alloc(MESSAGE_BYTES)
  const ask = async (): Promise<void> => {
    socket.write(message)
    for (let bytes = 0; bytes < MESSAGE_BYTES; ) bytes += ((await once(socket, 'data')) as [Buffer])[0].length
  }
  const told = await timed(tally, ask)
  socket.destroy()
  server.disconnect()
  return { what: `TCP echo of ${MESSAGE_BYTES} bytes between two processes`, side: 'floor', ...told }
}

export const benchOpcua = async (tally: number): Promise<Row[]> => [await ours(tally), await echo(tally)]
