import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { executions, House } from '../house.ts'
import { check } from './technician.ts'

const OTHER_METHODS = new URL('../../../support/other-methods.mjs', import.meta.url)

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
    expect.stringMatching(/✓ 会话已打开，找到 9 个节点\n {2}a session opened, 9 nodes found/),
  ])
  expect(said).not.toMatch(/[✗!]/)
  expect(await executions(house.gate)).toEqual(new Map())
}, 60_000)

test('[BC2] a wrong password, a wrong place, a stranger’s certificate and a gate that is off are told, with what to do', async () => {
  const told = async (settings: Record<string, string>): Promise<string> => {
    const { code, said } = await check(house, settings)
    expect(code).toBe(1)
    return said
  }
  expect(await told({ GATE_PASSWORD: 'another password' })).toMatch(/✗ .*GATE_PASSWORD/)
  expect(await told({ GATE_OBJECT: 'nsu=urn:vendor;North' })).toMatch(/✗ 缺少节点 GrantExemption（nsu=urn:vendor;North/)
  expect(await told({ GATE_CERTIFICATE: join(house.folder, 'none.pem') })).toMatch(/✗ 还没有登记.*([0-9A-F]{2}:){31}/)
  expect(await told({ GATE_CERTIFICATE: house.certificate })).toMatch(/✗ 控制器的证书与登记的不同/)
  expect(await told({ OPCUA_ENDPOINT: 'opc.tcp://127.0.0.1:9' })).toMatch(/✗ 连不上 opc\.tcp:\/\/127\.0\.0\.1:9/)
}, 120_000)

test('[BC2] a method that takes other values than the model has is named', async () => {
  await house.gate.end('SIGKILL')
  await house.startGate({ NODE_OPTIONS: `--import ${OTHER_METHODS.href}` })
  const { code, said } = await check(house)
  expect([code, said]).toEqual([1, expect.stringMatching(/✗ 方法 RevokeExemption 的参数是 4 进 2 出/)])
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
