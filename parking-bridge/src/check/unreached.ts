import { type Finding, fault } from './finding.ts'

/** What a plain TCP connection came to: it opened, or what the operating system said. */
export type Knock = 'open' | { code: string }

/** By what the operating system says; the first that fits. */
const ADVICE: readonly (readonly [codes: RegExp, zh: string, en: string])[] = [
  [
    /^(ENOTFOUND|EAI_)/,
    '主机名查不到地址。请核对 OPCUA_ENDPOINT 中名称的拼写和本机的 DNS，或直接写控制器的 IP 地址',
    'No address is known for the host name. Check its spelling in OPCUA_ENDPOINT and the DNS of this machine, or write the IP address of the controller instead',
  ],
  [
    /^ECONNREFUSED$/,
    '那台机器在，但拒绝这个端口。请核对端口（OPC UA 多为 4840），以及控制器是否开启了 OPC UA 服务',
    'The machine is there and refuses this port. Check the port (mostly 4840), and that the controller has OPC UA switched on',
  ],
  [
    /^ETIMEDOUT$/,
    '几秒内没有任何应答。请核对 IP 地址，控制器是否通电、网线是否插好，以及途中的防火墙是否放行这个端口',
    'Nothing answers within seconds. Check the IP address, power and cable of the controller, and that firewalls on the way let this port through',
  ],
  [
    /^E(HOST|NET)(UNREACH|DOWN)$/,
    '本机没有到那里的网络。请检查本机的网线、IP 地址、子网掩码和网关',
    'This machine has no way there. Check its own cable, IP address, subnet mask and gateway',
  ],
]

const OPEN = [
  '端口能连上，但对方不以 OPC UA 应答。请核对端口是否属于控制器的 OPC UA 服务，或是否已有太多连接',
  'the port opens, and what listens there does not answer in OPC UA. Check that it is the port of the OPC UA service, and that not too many clients are connected',
] as const

const OTHERWISE = [
  '请检查地址、端口、网线和防火墙，以及控制器是否开启了 OPC UA 服务',
  'Check address, port, cable and firewall, and that the controller has OPC UA switched on',
] as const

/** @param failed what the library said, told where a plain connection told no more */
export function unreachedFinding(endpointUrl: string, failed: string, knock?: Knock): Finding {
  if (knock === 'open')
    return fault(`连不上 ${endpointUrl}：${OPEN[0]}`, `${endpointUrl} cannot be reached: ${OPEN[1]}`)
  const code = knock?.code ?? failed
  const [zh, en] = adviceFor(code)
  return fault(`连不上 ${endpointUrl}（${code}）。${zh}`, `${endpointUrl} cannot be reached (${code}). ${en}`)
}

function adviceFor(code: string): readonly [zh: string, en: string] {
  const known = ADVICE.find(([codes]) => codes.test(code))
  return known === undefined ? OTHERWISE : [known[1], known[2]]
}
