import { endsSoon } from '../lot/opcua/pki/expiry.ts'
import { type Finding, fault, good, note } from './finding.ts'

/** The certificate, or the authority, in the settings against the certificate that the gate shows. */
export type Pinned = 'same' | 'another' | 'none' | 'unasked' | { refused: string }

export const waiting = (nextFingerprint: string | undefined): Finding[] =>
  nextFingerprint === undefined
    ? []
    : [
        note(
          `新的网桥证书等待启用，指纹 ${nextFingerprint}。请先在控制器上信任它，再重新启动网桥`,
          `a next certificate of the bridge waits, with the fingerprint ${nextFingerprint}: let the gate trust it, then start the bridge again`,
        ),
      ]

export function ending(zh: string, en: string, daysLeft: number): Finding {
  if (daysLeft < 0) return fault(`${zh}已过期，请换新证书`, `${en} has ended; bring a new one`)
  if (endsSoon(daysLeft))
    return note(`${zh}还有 ${daysLeft} 天到期，请尽快更换`, `${en} ends in ${daysLeft} days; bring a new one soon`)
  return good(`${zh}还有 ${daysLeft} 天到期`, `${en} is good for ${daysLeft} days`)
}

export function certificateFindings(pinned: Pinned, gate: { fingerprint?: string; daysLeft?: number }): Finding[] {
  const { fingerprint = '—', daysLeft = 0 } = gate
  if (typeof pinned === 'object') return [refusedFinding(pinned.refused, fingerprint)]
  // Behind a door that nobody may enter nothing is asked of it.
  if (pinned === 'unasked') return []
  if (pinned === 'same') return [ending('控制器证书', 'the certificate of the gate', daysLeft)]
  const ask =
    pinned === 'none'
      ? ['还没有登记控制器的证书', 'the certificate of the gate is not known yet']
      : ['控制器的证书与登记的不同', 'the gate shows another certificate than the one in the settings']
  return [
    fault(
      `${ask[0]}。它出示的指纹是 ${fingerprint}，请与控制器上显示的核对；一致后把它的证书文件放到 GATE_CERTIFICATE 所指的位置`,
      `${ask[1]}. It shows the fingerprint ${fingerprint}: compare it with what the controller itself displays, and when they agree put its certificate file where GATE_CERTIFICATE points`,
    ),
  ]
}

/** By the status of the certificate that the gate shows, of an authority's. */
const UNTRUSTED: readonly [RegExp, zh: string, en: string][] = [
  [
    /BadCertificate(Issuer)?Revoked/,
    '控制器的证书已被吊销，不再与它通信。请在控制器上换新证书',
    'the certificate of the gate is revoked, and it is not spoken to: bring a new one to the controller',
  ],
  [
    /RevocationUnknown/,
    '缺少 CA 的吊销列表（CRL）。请把它以 PEM 格式接在 GATE_CERTIFICATE 文件里 CA 证书之后',
    'the list of what the authority has revoked (CRL) is missing: put it as PEM behind its certificate in the file of GATE_CERTIFICATE',
  ],
  [
    /TimeInvalid/,
    '控制器或其 CA 的证书不在有效期内',
    'the certificate of the gate, or of its authority, is not valid at this time',
  ],
]

const OF_NO_SERVER = [
  /UseNotAllowed/,
  '应答的设备出示的是客户端证书，不是控制器的服务器证书。请核对地址和接线',
  'what answers shows the certificate of a client, and none of a server: check address and cable',
] as const

const UNKNOWN_ISSUER = [
  /$/,
  '控制器的证书不是登记的 CA 签发的。请核对 GATE_CERTIFICATE 里的 CA 证书',
  'the certificate of the gate was signed by another authority than the one in GATE_CERTIFICATE: check that',
] as const

function refusedFinding(status: string, fingerprint: string): Finding {
  const [, zh, en] = [...UNTRUSTED, OF_NO_SERVER].find(([pattern]) => pattern.test(status)) ?? UNKNOWN_ISSUER
  return fault(`${zh}（${status}，${fingerprint}）`, `${en} (${status}, ${fingerprint})`)
}
