// Loaded before a hub whose way to other hubs is a cable. What a hub tells the others is where it listens, so that a
// cable cannot be named by a setting: PEER_CABLES says, as JSON, to which port an errand goes instead of which.
const cables = new Map(Object.entries(JSON.parse(process.env['PEER_CABLES'] ?? '{}')))
const { fetch } = globalThis

globalThis.fetch = (to, settings) => {
  const url = new URL(to)
  url.port = cables.get(url.port) ?? url.port
  return fetch(url, settings)
}
