import { MessageSecurityMode, OPCUAServer, SecurityPolicy, UserTokenPolicy, UserTokenType } from 'node-opcua'

/**
 * Loaded before a gate, to make it one with other ways in. DOORS is JSON: `modes` and `policies` it has, `host` under
 * which it lists them, `tokens` a user may come with ([id, policy], where '' is that of the endpoint), and `kept` the
 * policies that it tells nobody before an encrypted session, as somebody between might make it look.
 */
const { modes, policies, host, tokens, kept = [] } = JSON.parse(process.env.DOORS)
const uriOf = policy => (policy === '' ? '' : SecurityPolicy[policy])

const { initialize, start } = OPCUAServer.prototype
OPCUAServer.prototype.initialize = function (...words) {
  Object.assign(this.options, {
    securityModes: modes.map(mode => MessageSecurityMode[mode]),
    securityPolicies: policies.map(uriOf),
    ...(host === undefined ? {} : { hostname: host, alternateHostname: [] }),
  })
  return initialize.apply(this, words)
}

OPCUAServer.prototype.start = async function (...words) {
  await start.apply(this, words)
  for (const one of this.endpoints.flatMap(endpoint => endpoint.endpointDescriptions())) {
    if (tokens !== undefined && one.securityMode !== MessageSecurityMode.None)
      one.userIdentityTokens = tokens.map(
        ([policyId, policy]) =>
          new UserTokenPolicy({ policyId, tokenType: UserTokenType.UserName, securityPolicyUri: uriOf(policy) }),
      )
  }
}

const { _on_GetEndpointsRequest: tell } = OPCUAServer.prototype
OPCUAServer.prototype._on_GetEndpointsRequest = function (message, channel) {
  const { endpoints } = this
  const restore = endpoints.map(endpoint => {
    const all = endpoint._endpoints
    const isOpen = channel.securityMode === MessageSecurityMode.None
    endpoint._endpoints = isOpen ? all.filter(one => !kept.map(uriOf).includes(one.securityPolicyUri)) : all
    return () => Object.assign(endpoint, { _endpoints: all })
  })
  tell.call(this, message, channel)
  for (const back of restore) back()
}
