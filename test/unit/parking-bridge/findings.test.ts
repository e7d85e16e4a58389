import { describe, expect, test } from 'vitest'
import { lineOf } from '../../../parking-bridge/src/check/finding.ts'
import { findingsOf, type Survey } from '../../../parking-bridge/src/check/findings.ts'

const OURS = { ours: ['Aes256_Sha256_RsaPss', 'Aes128_Sha256_RsaOaep', 'Basic256Sha256'] }
const FINE: Survey = {
  endpointUrl: 'opc.tcp://gate:4840',
  ownDaysLeft: 900,
  reached: {
    ...OURS,
    policies: ['Aes256_Sha256_RsaPss'],
    best: 'Aes256_Sha256_RsaPss',
    fingerprint: 'AA:BB',
    daysLeft: 400,
  },
  pinned: 'same',
  session: {
    astray: { strangers: [], namespaces: [], isLost: false },
    found: [{ name: 'ControllerEpoch', path: 'nsu=a;Gate/nsu=m;ControllerEpoch', needed: true }],
    ...{ missing: [], strange: [], misfits: [], unfit: [], protocol: '1.0.0', revised: [], silent: [] },
    state: { gateEpoch: 'e1', skewMs: 40 },
  },
}
const MINUTES = { method: 'GrantExemption', way: 'input', place: 4, name: 'Minutes', type: 'UInt16', should: 'UInt32' }
const session = (change: object): Survey => ({ ...FINE, session: { ...FINE.session, ...change } as never })
const faults = (survey: Survey): string[] => findingsOf(survey).flatMap(one => (one.level === 'fault' ? one.en : []))
const notes = (survey: Survey): string[] => findingsOf(survey).flatMap(one => (one.level === 'note' ? one.en : []))

test('[BC1] a gate that is as it should be gets a line for each thing looked at, and nothing to do', () => {
  const findings = findingsOf(FINE)
  expect(findings.map(({ level }) => level)).toEqual(Array(9).fill('good'))
  expect(lineOf(findings[1]!)).toBe('✓ 能连上 opc.tcp://gate:4840\n  opc.tcp://gate:4840 answers')
})

test('[BC1] what the gate gives of a subscription is told, also where it is what was asked for', () => {
  const revised = [{ what: 'publishingInterval', asked: 50, got: 50 }]
  const said = findingsOf(session({ revised })).find(({ en }) => en.startsWith('publishingInterval'))
  expect(said).toMatchObject({ level: 'good', en: 'publishingInterval: 50 asked for, 50 given' })
})

test.each([
  ['BadCertificateRevoked', /gate is revoked, and it is not spoken to/],
  ['BadCertificateRevocationUnknown', /\(CRL\) is missing: put it as PEM behind/],
  ['BadCertificateTimeInvalid', /not valid at this time/],
  ['BadCertificateUntrusted', /signed by another authority/],
  ['BadCertificateChainIncomplete', /signed by another authority/],
  ['BadCertificateInvalid', /does not name the key of its authority/],
  ['BadSecurityChecksFailed', /or one above it, is revoked or cannot be verified/],
])(
  '[BC17, BC20, BC21] a certificate of an authority that is refused with %s is a fault with what to do',
  (refused, said) => {
    const { session: _, ...rest } = FINE
    expect(faults({ ...rest, pinned: { refused } })).toEqual([expect.stringMatching(said)])
  },
)

test('[PF30, PF31] of what the gate is not sure, the epoch of its ledger is a fault and its clock a note', () => {
  const state = { gateEpoch: 'e1', skewMs: 40 }
  expect(faults(session({ state: { ...state, epochDoubt: 'UncertainLastUsableValue' } }))).toEqual([
    expect.stringContaining('not sure of the epoch of its ledger, e1 (UncertainLastUsableValue)'),
  ])
  const clock = session({ state: { ...state, clockDoubt: 'UncertainSubNormal' } })
  expect([faults(clock), notes(clock)]).toEqual([[], [expect.stringContaining('not sure of its clock')]])
})

describe('[BC2] what keeps a bridge from working is a fault, with what a technician can do', () => {
  test.each([
    [{ ...FINE, reached: { failed: 'no answer' } }, /cannot be reached \(no answer\)\. Check address, port/],
    [
      { ...FINE, reached: { failed: 'ServiceFault BadInternalError' } },
      /answers, and does not tell its endpoints .* The network is right/,
    ],
    [session({ found: [], missing: [{ name: 'GrantExemption', path: 'p', needed: true }] }), /check GATE_PROFILE/],
    [{ ...FINE, reached: { ...OURS, policies: ['None'] } }, /offers none of Aes256_Sha256_RsaPss/],
    [{ ...FINE, reached: { ...OURS, policies: ['Basic256Sha256'] } }, /lets no user in by name where it encrypts/],
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
    [
      session({ misfits: [{ ...MINUTES, isRead: false }] }),
      /^input 4 of GrantExemption, Minutes, is UInt16, and UInt32/,
    ],
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

describe('[BC7] where things are', () => {
  const namespaces = ['http://opcfoundation.org/UA/', 'urn:vendor']
  const lost = (astray: object) => {
    const findings = findingsOf(session({ astray: { namespaces, strangers: [], ...astray } }))
    expect(findings.slice(0, 5).map(({ level }) => level)).toEqual(Array(5).fill('good'))
    return findings.slice(5)
  }

  test('each node found is told with its browse path, and which the gate might lack', () => {
    const found = [
      { name: 'ControllerEpoch', path: 'nsu=a;Gate/nsu=m;ControllerEpoch', needed: true },
      { name: 'LedgerSeq', path: 'nsu=v;Count', needed: false },
    ]
    const told = findingsOf(session({ found })).map(({ zh, en }) => [zh, en])
    expect(told).toContainEqual([
      '节点 ControllerEpoch：nsu=a;Gate/nsu=m;ControllerEpoch',
      'ControllerEpoch is nsu=a;Gate/nsu=m;ControllerEpoch',
    ])
    expect(told).toContainEqual(['节点 LedgerSeq（可选）：nsu=v;Count', 'LedgerSeq (may be lacking) is nsu=v;Count'])
  })

  test('of a gate in a namespace that is not there the namespaces of the server are told, and no node is missed', () => {
    const [finding, ...more] = lost({ isLost: true, strangers: ['urn:nowhere'] })
    expect(more).toEqual([])
    expect(finding).toMatchObject({ level: 'fault', en: expect.stringContaining('no namespace urn:nowhere') })
    expect(finding!.zh).toContain('没有命名空间 urn:nowhere')
    expect(lineOf(finding!)).toMatch(/\n {4}http:\/\/opcfoundation\.org\/UA\/\n {4}urn:vendor$/)
  })

  test('of a gate object that is not there it is told what stands where it should', () => {
    const gate = { path: 'nsu=urn:vendor;Gate9', below: '', children: ['nsu=urn:vendor;Gate1'], isMore: false }
    const [finding, ...more] = lost({ isLost: true, gate })
    expect(more).toEqual([])
    expect(finding!.zh).toMatch(/没有道闸对象 nsu=urn:vendor;Gate9.*列有 Objects 下面的对象$/)
    expect(finding).toMatchObject({ level: 'fault', list: gate.children, en: expect.stringContaining('below Objects') })
    const [deeper] = lost({ isLost: true, gate: { ...gate, below: 'nsu=urn:vendor;House', isMore: true } })
    expect(deeper!.zh).toContain('列有 nsu=urn:vendor;House 下面的对象')
    expect(deeper!.list).toEqual(['nsu=urn:vendor;Gate1', '…'])
  })

  test('a model that the server has not is told once, beside the nodes that are missing', () => {
    const missing = [{ name: 'GrantExemption', path: 'nsu=m;GrantExemption', needed: true }]
    const survey = session({ missing, astray: { namespaces, strangers: ['m'], isLost: false } })
    expect(faults(survey)).toEqual([
      expect.stringMatching(/no namespace m:/),
      expect.stringMatching(/GrantExemption is missing/),
    ])
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

test('[BC12] a value that is read in another type as well is a note', () => {
  const outcome = { ...MINUTES, way: 'output', place: 2, name: 'Outcome', isRead: true }
  expect(notes(session({ misfits: [outcome] }))).toEqual([
    'output 2 of GrantExemption, Outcome, is UInt16, and UInt32 in the model; it is read all the same',
  ])
})

test('[PF26] how many keys a controller remembers is told, and what is no number of them is a note', () => {
  const about = (keyDepth: string) => findingsOf(session({ keyDepth })).filter(({ en }) => en.includes('remembers'))
  expect(about('2000')).toMatchObject([{ level: 'good', zh: expect.stringContaining('最近结束的 2000 个单号') }])
  for (const none of ['0', 'BadNotReadable']) expect(about(none)).toMatchObject([{ level: 'note' }])
})

test('[BC3] a gate that shows no certificate is told so, and what comes behind a shut door is left out', () => {
  const { session: _none, ...rest } = FINE
  expect(faults({ ...rest, pinned: 'none', reached: { ...OURS, policies: [] } })).toHaveLength(2)
  expect(findingsOf(rest).map(({ level }) => level)).toEqual(Array(4).fill('good'))
})

test('[BC3] how the devices are is told, each active alarm as a note', () => {
  const [alarm, well] = [{ conditionId: 'c', name: 'PaperLow', severity: 300, text: 'low', activeSince: '' }, []]
  const told = (health: object) => findingsOf(session({ health })).slice(9)
  expect(told({ deviceHealth: 'normal', alarms: well }).map(({ level }) => level)).toEqual(['good'])
  expect(told({ alarms: well })).toMatchObject([{ level: 'good', en: 'device health not told, 0 alarms active' }])
  expect(told({ deviceHealth: 'failure', alarms: well }).map(({ level }) => level)).toEqual(['note'])
  expect(told({ deviceHealth: 'normal', alarms: [alarm, { ...alarm, source: 'Lane_1' }] })).toMatchObject([
    { level: 'note', zh: '设备健康 normal，报警 2 条' },
    { level: 'note', en: 'alarm PaperLow (—, 300): low' },
    { level: 'note', zh: '报警 PaperLow (Lane_1, 300): low' },
  ])
})

test('[GT60] cameras that are heard are told, those that are not are a note, and where there are none nobody misses them', () => {
  const about = (change: object) => findingsOf(session(change)).filter(({ en }) => en.includes('cameras'))
  expect(about({ cameras: true })).toMatchObject([{ level: 'good' }])
  expect(about({ cameras: false })).toMatchObject([{ level: 'note', en: expect.stringContaining('GATE_NODES') }])
  expect(about({})).toEqual([])
})

test.each([
  ['ENOTFOUND', /（ENOTFOUND）。主机名查不到地址/, /the DNS of this machine/],
  ['EAI_AGAIN', /主机名查不到地址/, /the DNS of this machine/],
  ['ECONNREFUSED', /拒绝这个端口/, /refuses this port/],
  ['ETIMEDOUT', /几秒内没有任何应答/, /Nothing answers within seconds/],
  ['EHOSTUNREACH', /本机没有到那里的网络/, /has no way there/],
  ['ENETUNREACH', /本机没有到那里的网络/, /has no way there/],
  ['EPERM', /（EPERM）。请检查地址、端口/, /\(EPERM\)\. Check address, port/],
])('[BC14] %s of the operating system is told with what follows from it', (code, zh, en) => {
  const [, finding] = findingsOf({ ...FINE, reached: { failed: 'rejected', knock: { code } } })
  expect(finding).toMatchObject({ level: 'fault', zh: expect.stringMatching(zh), en: expect.stringMatching(en) })
})
