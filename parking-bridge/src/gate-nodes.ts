import { type BrowsePath, parseBrowsePath } from './lot/opcua/places/browse-path.ts'
import { type NodeMap, namesIn } from './lot/opcua/places/node-map.ts'
import { OPCUA_PROFILES, type OpcuaProfile } from './lot/profiles.ts'
import { Wrong } from './setting.ts'

/** JSON: by its name in the model of the profile, where a node stands below Objects. */
export function gateNodesIn(text: string, profile: OpcuaProfile): NodeMap | Wrong {
  const told = objectIn(text)
  if (told === undefined) return new Wrong('应为 JSON 对象', 'it is no JSON object')
  const names: readonly string[] = namesIn<string>(OPCUA_PROFILES[profile])
  const places: Record<string, BrowsePath> = {}
  for (const [name, place] of Object.entries(told)) {
    if (!names.includes(name))
      return new Wrong(
        `${name} 不是 ${profile} 的节点，可用：${names.join('、')}`,
        `${name} is no node of the profile ${profile}`,
      )
    const path = typeof place === 'string' ? parseBrowsePath(place) : undefined
    if (path === undefined)
      return new Wrong(`${name} 的位置应写作 nsu=命名空间;名称`, `the place of ${name} has to be nsu=URI;Name`)
    places[name] = path
  }
  return places
}

function objectIn(text: string): object | undefined {
  try {
    const told: unknown = JSON.parse(text)
    return typeof told === 'object' && told !== null && !Array.isArray(told) ? told : undefined
  } catch {
    return undefined
  }
}
