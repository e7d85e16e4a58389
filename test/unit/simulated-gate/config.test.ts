import { expect, test } from 'vitest'
import { readConfig } from '../../../parking-bridge/simulated-gate/src/config.ts'
import { HALL_TARIFF } from '../../../parking-bridge/simulated-gate/src/tariff.ts'

const env = {
  ...{ GATE_DATA_DIR: 'data/gate', GATE_MAC_KEY: 'a1'.repeat(32), GATE_USER: 'bridge' },
  GATE_PASSWORD: 'correct horse battery',
}

test('[T1] what is not set is the hall’s: tariff, spaces, one lane in and one out, real time', () => {
  const { BUSINESS_CLOCK: clock, ...config } = readConfig(env)

  expect(config).toMatchObject({ SPACES: 155, LANES_IN: 1, LANES_OUT: 1, TARIFF: HALL_TARIFF, LOG_LEVEL: 'info' })
  expect(clock.speed).toBe(1)
  expect(readConfig({ ...env, BUSINESS_CLOCK: '' }).BUSINESS_CLOCK.speed).toBe(1)
})

test('[T1] a tariff is set in part, and a clock may run faster', () => {
  const more = { TARIFF: '{"hourFen":300}', BUSINESS_CLOCK: '2026-11-23T00:30:00.000Z@1764000000000x100' }

  expect(readConfig({ ...env, ...more })).toMatchObject({
    TARIFF: { ...HALL_TARIFF, hourFen: 300 },
    BUSINESS_CLOCK: { speed: 100 },
  })
})

test('[PF10] it has methods unless it is told to have registers, with a seal, a ring and a table of keys', () => {
  expect(readConfig(env)).toMatchObject({ GATE_PROFILE: 'methods' })
  expect(readConfig({ ...env, GATE_PROFILE: 'registers', KEYS_KEPT: '2' })).toMatchObject({
    ...{ GATE_PROFILE: 'registers', KEYS_KEPT: 2, FACTS_KEPT: 1_024, SEALED: 'yes' },
  })
})

test('[PF20] as a platform it pushes nowhere and knows its coupons, unless it is told otherwise', () => {
  const coupons = { ...env, GATE_PROFILE: 'coupons' }
  expect(readConfig(coupons)).toMatchObject({ DUPLICATES: 'known' })
  expect('PUSH_URL' in readConfig(coupons)).toBe(false)
  const more = { PUSH_URL: 'http://127.0.0.1:8095', DUPLICATES: 'forgotten' }
  expect(readConfig({ ...coupons, ...more })).toMatchObject(more)
})

test.each([
  ['PUSH_URL', '§wrong§'],
  ['DUPLICATES', '§wrong§'],
  ['GATE_PROFILE', '§wrong§'],
  ['KEYS_KEPT', '0'],
  ['FACTS_KEPT', '1'],
  ['SEALED', '§wrong§'],
  ['GATE_MAC_KEY', 'a1'],
  ['GATE_PASSWORD', '§wrong§'],
  ['GATE_PORT', '§wrong§'],
  ['SPACES', '0'],
  ['LANES_IN', '21'],
  ['TARIFF', '§wrong§'],
  ['TARIFF', '{"hourfen":1}'],
  ['TARIFF', '{"hourFen":-1}'],
  ['BUSINESS_CLOCK', '§wrong§'],
  ['LOG_LEVEL', '§wrong§'],
])('[AC43] %s that is wrong is named, and its value %s is not shown', (name, wrong) => {
  const reading = () => readConfig({ ...env, [name]: wrong })

  expect(reading).toThrow(name)
  expect(reading).not.toThrow('§')
})

test('[AC43] an empty certificate to trust is told in both languages', () => {
  const reading = () => readConfig({ ...env, TRUST_CLIENT_CERTIFICATE: '' })
  expect(reading).toThrow(
    /^道闸模拟器配置有误.*The simulated gate cannot start: TRUST_CLIENT_CERTIFICATE: 不能为空.* is empty/,
  )
})
