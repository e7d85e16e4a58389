import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { checkWith } from './technician.ts'

/** What a technician gets wrong before there is a gate to look at: the real command, and no gate. */
const folder = mkdtempSync(join(tmpdir(), 'mistakes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const settings = {
  ...{ LOT_ID: 'p1', GATE_USER: 'bridge', GATE_PASSWORD: 'password', GATE_OBJECT: 'nsu=urn:plant;Gate' },
  ...{ GATE_CERTIFICATE: join(folder, 'gate.pem'), BRIDGE_DATA_DIR: join(folder, 'bridge') },
  OPCUA_ENDPOINT: 'opc.tcp://127.0.0.1:9',
}

/** Listens, and says nothing that is OPC UA. @returns its address, until `use` is through */
async function withStranger<A>(use: (endpoint: string) => Promise<A>): Promise<A> {
  const stranger = createServer(socket => socket.on('error', () => undefined).end('220 no OPC UA here\r\n'))
  await new Promise<void>(resolve => stranger.listen(0, '127.0.0.1', resolve))
  const { port } = stranger.address() as { port: number }
  try {
    return await use(`opc.tcp://127.0.0.1:${port}`)
  } finally {
    stranger.close()
  }
}

test('[BC13] settings that lack or are not right are told in both languages with how one is written, the closing line last', async () => {
  const { code, said } = await checkWith({ ...settings, OPCUA_ENDPOINT: '192.168.1.20', GATE_PROFILE: 'method' })
  expect(code).toBe(2)
  expect(said.split('\n')).toEqual([
    '停车网桥配置有误 / The parking bridge cannot start:',
    '  GATE_PROFILE 有误 / GATE_PROFILE is not right（例 / like: methods | registers | coupons）',
    '  OPCUA_ENDPOINT 有误 / OPCUA_ENDPOINT is not right（例 / like: opc.tcp://192.168.1.20:4840）',
    '✗ 还不能继续：先改好上面列出的设置，再检查一次',
    '  Do not go on yet: mend the settings listed above, then check again',
    '',
  ])
  const none = await checkWith({ ...settings, OPCUA_ENDPOINT: '' })
  expect(none.said).toContain('OPCUA_ENDPOINT 缺少 / OPCUA_ENDPOINT is missing（例 / like: opc.tcp://')
}, 60_000)

test('[BC14] a name that has no address, a port that is shut and one of somebody else are told apart', async () => {
  const at = (OPCUA_ENDPOINT: string) => checkWith({ ...settings, OPCUA_ENDPOINT })
  expect(await at('opc.tcp://gate.invalid:4840')).toEqual({
    code: 1,
    said: expect.stringMatching(/✗ 连不上 .*（(ENOTFOUND|EAI_AGAIN)）。主机名查不到地址.*\n.*No address is known/),
  })
  expect(await at('opc.tcp://127.0.0.1:9')).toEqual({
    code: 1,
    said: expect.stringMatching(/✗ 连不上 .*（ECONNREFUSED）。那台机器在，但拒绝这个端口.*\n.*refuses this port/),
  })
  expect(await withStranger(at)).toEqual({
    code: 1,
    said: expect.stringMatching(/✗ 连不上 .*：端口能连上，但对方不以 OPC UA 应答.*\n.*does not answer in OPC UA/),
  })
}, 90_000)

test('[BC15] a folder that cannot be had ends the check at once with a sentence', async () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  mkdirSync(join(folder, 'taken'))
  writeFileSync(join(folder, 'taken', 'pki'), '')
  // In the last one the system takes no folder, whoever asks.
  for (const BRIDGE_DATA_DIR of [file, join(file, 'below'), join(folder, 'taken'), '/proc/none/bridge']) {
    const { code, said } = await checkWith({ ...settings, BRIDGE_DATA_DIR })
    expect([BRIDGE_DATA_DIR, code, said]).toEqual([
      BRIDGE_DATA_DIR,
      2,
      expect.stringMatching(
        /^BRIDGE_DATA_DIR 不能建立或写入（E[A-Z]+）.* \/ BRIDGE_DATA_DIR cannot be made or written/,
      ),
    ])
  }
}, 60_000)
