import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { executions, House } from '../house.ts'
import { check } from './technician.ts'

const OTHER_METHODS = new URL('../../../support/other-methods.mjs', import.meta.url)

const OTHER_TYPES = new URL('../../../support/gates/other-types.mjs', import.meta.url)

const house = new House()
beforeAll(async () => {
  await house.hub.listen()
  await house.startGate()
})
afterAll(() => house.close())

test('[BC1] a new bridge finds its gate in order, and has changed nothing there', async () => {
  // The first run makes the certificate, which the gate looks for and trusts.
  await check(house)
  await new Promise(resolve => setTimeout(resolve, 1_000))
  const { code, said } = await check(house)
  expect([code, said]).toEqual([
    0,
    expect.stringMatching(/✓ 会话已打开，找到 11 个节点\n {2}a session opened, 11 nodes found/),
  ])
  expect(said).not.toMatch(/[✗!]/)
  expect(said).toMatch(
    /✓ 节点 ControllerEpoch：nsu=urn:gov-hall:simulated-gate;Gate1\/nsu=urn:gov-hall:parking-gate:v1;C/,
  )
  expect(said).toContain('✓ 节点 LedgerSeq（可选）：')
  expect(said).toContain('✓ 设备健康 normal，报警 0 条')
  expect(said).toMatch(/✓ 可以继续：可以启动网桥\n {2}You can go on: start the bridge\n$/)
  expect(await executions(house.gate)).toEqual(new Map())
}, 60_000)

test('[BC1] the clock of the gate is laid beside that of the bridge, whatever clock that goes by', async () => {
  const { code, said } = await check(house, { BUSINESS_CLOCK: `2026-11-23T00:30:00.000Z@${Date.now()}x1` })
  expect([code, said]).toEqual([1, expect.stringMatching(/✗ 控制器时钟差 -?\d{4,}\.\d 秒/)])
}, 60_000)

test('[BC2, BC11] a wrong password, a stranger’s certificate and a gate that is off are told, with what to do', async () => {
  const told = async (settings: Record<string, string>): Promise<string> => {
    const { code, said } = await check(house, settings)
    expect(code).toBe(1)
    return said
  }
  expect(await told({ GATE_PASSWORD: 'another password' })).toMatch(/✗ .*GATE_PASSWORD/)
  expect(await told({ GATE_CERTIFICATE: join(house.folder, 'none.pem') })).toMatch(
    /✗ 还没有登记.*SHA-256 ([0-9A-F]{2}:){31}.*SHA-1 ([0-9A-F]{2}:){19}[0-9A-F]{2} \(OPC UA thumbprint\)/,
  )
  expect(await told({ GATE_CERTIFICATE: house.certificate })).toMatch(/✗ 控制器的证书与登记的不同/)
  expect(await told({ OPCUA_ENDPOINT: 'opc.tcp://127.0.0.1:9' })).toMatch(/✗ 连不上 opc\.tcp:\/\/127\.0\.0\.1:9/)
}, 120_000)

test('[BC4] with an endpoint alone the door is looked at, before it is said which settings are missing', async () => {
  const { OPCUA_ENDPOINT } = house.bridgeSettings()
  const none = Object.fromEntries(Object.keys(house.bridgeSettings()).map(name => [name, '']))
  const { code, said } = await check(house, { ...none, OPCUA_ENDPOINT: OPCUA_ENDPOINT! })
  expect([code, said]).toEqual([2, expect.stringMatching(/✓ 能连上.*([0-9A-F]{2}:){31}.*LOT_ID/s)])
  expect(said).toMatch(/\n✗ 还不能继续：先改好上面列出的设置，再检查一次\n.*\n$/)
}, 60_000)

test('[BC7] what was looked for under a wrong name is told with the names that the server has', async () => {
  const at = (GATE_OBJECT: string) => check(house, { GATE_OBJECT })
  const elsewhere = await at('nsu=urn:vendor;North')
  expect([elsewhere.code, elsewhere.said]).toEqual([
    1,
    expect.stringMatching(/✗ 服务器没有命名空间 urn:vendor。[^✗]*\n {4}urn:gov-hall:simulated-gate\n/),
  ])
  expect(elsewhere.said).not.toContain('缺少节点')
  const wrong = await at('nsu=urn:gov-hall:simulated-gate;Gate9')
  expect(wrong.code).toBe(1)
  expect(wrong.said).toMatch(
    /✗ 服务器里没有道闸对象 [^✗]*列有 Objects 下面的对象\n[^✗]*\n {4}nsu=urn:gov-hall:simulated-gate;Gate1\n/,
  )
  expect(wrong.said).not.toContain('缺少节点')
  const deeper = await at('nsu=urn:gov-hall:simulated-gate;Gate1/nsu=urn:gov-hall:simulated-gate;Door')
  expect(deeper.said).toMatch(
    /列有 \S*simulated-gate;Gate1 下面的对象\n[^✗]*\n {4}nsu=urn:gov-hall:parking-gate:v1;ExemptionStore\n/,
  )
}, 90_000)

test('[BC2] a method that takes other values than the model has is named', async () => {
  await house.gate.end('SIGKILL')
  await house.startGate({ NODE_OPTIONS: `--import ${OTHER_METHODS.href}` })
  const { code, said } = await check(house)
  expect([code, said]).toEqual([1, expect.stringMatching(/✗ 方法 RevokeExemption 的参数是 4 进 2 出/)])
}, 60_000)

test('[BC12] a value of another type is told by its method and place; what a method does not say of itself is believed', async () => {
  await house.gate.end('SIGKILL')
  await house.startGate({ NODE_OPTIONS: `--import ${OTHER_TYPES.href}` })
  const { code, said } = await check(house)
  expect([code, said]).toEqual([
    1,
    expect.stringMatching(/✗ 方法 GrantExemption 的第 4 个输入 Minutes 类型是 UInt16，模型是 UInt32/),
  ])
  expect(said).toMatch(/! 方法 GrantExemption 的第 2 个输出 Outcome 类型是 UInt32，模型是 Int32；网桥也能读/)
  expect(said).not.toContain('RevokeExemption 的')
  expect(said).toMatch(/✗ 还不能继续，有 1 处问题（✗）。先处理这一处，再检查一次：方法 GrantExemption .*\n.*\n$/)
}, 60_000)

test('[BC2] a bridge whose certificate the gate does not trust is told to have it moved there', async () => {
  const strange = join(house.folder, 'stranger')
  const { code, said } = await check(house, { BRIDGE_DATA_DIR: strange })
  rmSync(strange, { recursive: true, force: true })
  expect([code, said]).toEqual([1, expect.stringMatching(/✗ 控制器不信任网桥的证书/)])
}, 60_000)

test('[BC4] a setting that is wrong is named, and no secret is shown', async () => {
  const { code, said } = await check(house, { LOT_ID: '' })
  expect([code, said]).toEqual([2, expect.stringContaining('LOT_ID is missing')])
  expect(said).not.toContain(readFileSync(house.certificate, 'utf8').slice(0, 5))
}, 30_000)

test('[BC4] a file that is no certificate, and a folder that cannot be made, are settings that are wrong', async () => {
  const none = join(house.folder, 'none.txt')
  writeFileSync(none, 'no certificate')
  for (const [name, value] of [
    ['GATE_CERTIFICATE', none],
    ['GATE_CERTIFICATE', house.folder],
    ['BRIDGE_DATA_DIR', join(none, 'below')],
  ] as const) {
    const { code, said } = await check(house, { [name]: value })
    expect([code, said]).toEqual([2, expect.stringMatching(new RegExp(`${name} .* / ${name} `))])
    expect(said).not.toMatch(/\bat .*\.ts:\d/)
  }
}, 60_000)
