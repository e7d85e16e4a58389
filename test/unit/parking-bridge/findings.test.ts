import { describe, expect, test } from 'vitest'
import { findingsOf, lineOf, type Survey } from '../../../parking-bridge/src/check/findings.ts'

const OURS = { ours: ['Aes256_Sha256_RsaPss', 'Basic256Sha256'] }
const FINE: Survey = {
  endpointUrl: 'opc.tcp://gate:4840',
  ownDaysLeft: 900,
  reached: { ...OURS, policies: ['Aes256_Sha256_RsaPss'], fingerprint: 'AA:BB', daysLeft: 400 },
  pinned: 'same',
  session: {
    ...{ found: ['ControllerEpoch'], missing: [], strange: [], unfit: [], protocol: '1.0.0', revised: [], silent: [] },
    state: { gateEpoch: 'e1', skewMs: 40 },
  },
}
const session = (change: object): Survey => ({ ...FINE, session: { ...FINE.session, ...change } as never })
const faults = (survey: Survey): string[] => findingsOf(survey).flatMap(one => (one.level === 'fault' ? one.en : []))
const notes = (survey: Survey): string[] => findingsOf(survey).flatMap(one => (one.level === 'note' ? one.en : []))

test('[BC1] a gate that is as it should be gets a line for each thing looked at, and nothing to do', () => {
  const findings = findingsOf(FINE)
  expect(findings.map(({ level }) => level)).toEqual(Array(8).fill('good'))
  expect(lineOf(findings[1]!)).toBe('✓ 能连上 opc.tcp://gate:4840\n  opc.tcp://gate:4840 answers')
})

describe('[BC2] what keeps a bridge from working is a fault, with what a technician can do', () => {
  test.each([
    [{ ...FINE, reached: { failed: 'ECONNREFUSED' } }, /cannot be reached \(ECONNREFUSED\)\. Check address, port/],
    [{ ...FINE, reached: { ...OURS, policies: ['None'] } }, /offers none of Aes256_Sha256_RsaPss/],
    [{ ...FINE, pinned: 'none' as const }, /not known yet\. It shows the fingerprint AA:BB: compare/],
    [{ ...FINE, pinned: 'another' as const }, /another certificate than the one in the settings/],
    [{ ...FINE, ownDaysLeft: -1 }, /certificate of the bridge has ended/],
    [{ ...FINE, session: { failed: 'BadUserAccessDenied' } }, /check GATE_USER and GATE_PASSWORD/],
    [{ ...FINE, session: { failed: 'BadTooManySessions' } }, /end other clients/],
    [{ ...FINE, session: { failed: 'BadSecurityChecksFailed' } }, /move it to the trusted ones/],
    [{ ...FINE, session: { failed: 'something else' } }, /no session could be opened \(something else\)/],
    [
      session({ missing: [{ name: 'GrantExemption', path: 'nsu=a;B', needed: true }] }),
      /missing \(nsu=a;B\).*GATE_NODES/,
    ],
    [session({ strange: [{ name: 'GrantExemption', inputs: 3, outputs: 1 }] }), /takes 3 values and gives 1/],
    [session({ unfit: [{ name: 'ReqSeq', should: ['UInt32'] }] }), /may not write ReqSeq/],
    [
      session({ unfit: [{ name: 'ReqKey', type: 'Int16', should: ['ByteString', 'Byte'] }] }),
      /Int16, and.*ByteString or Byte/,
    ],
    [session({ state: { failed: 'BadNodeIdUnknown' } }), /cannot be read \(BadNodeIdUnknown\)/],
    [session({ state: { gateEpoch: 'e', skewMs: -31_000 } }), /-31\.0 s off: set it/],
    [session({ protocol: '2.0.0' }), /version 2\.0\.0 of the model is not supported/],
  ])('%#', (survey, told) => {
    expect(faults(survey as Survey)).toEqual([expect.stringMatching(told)])
  })
})

test('[BC3] what is well to know and stops nothing is a note', () => {
  const survey = session({
    missing: [{ name: 'LedgerSeq', path: 'p', needed: false }],
    ...{ state: { gateEpoch: 'e', skewMs: 2_500 }, protocol: undefined, silent: ['events'] },
    revised: [{ what: 'publishingInterval', asked: 50, got: 500 }],
  })
  expect(notes({ ...survey, ownDaysLeft: 12 })).toEqual([
    'the certificate of the bridge ends in 12 days; bring a new one soon',
    'there is no LedgerSeq, which can be done without',
    'the clock of the gate is 2.5 s off; set it',
    'the gate does not say which version of the model it speaks',
    'publishingInterval: 50 asked for, 500 given',
    'the gate does not tell of events; it is asked every 5 s',
  ])
  expect(faults(survey)).toEqual([])
})

test('[BC3] a gate that shows no certificate is told so, and what comes behind a shut door is left out', () => {
  const { session: _none, ...rest } = FINE
  expect(faults({ ...rest, pinned: 'none', reached: { ...OURS, policies: [] } })).toHaveLength(2)
  expect(findingsOf(rest).map(({ level }) => level)).toEqual(Array(4).fill('good'))
})
