/** One step below the one before it: a browse name, with its namespace by URI as OPC 10000-6 §5.1.12 writes it. */
export interface PathStep {
  namespaceUri: string
  name: string
}
/** Where a node stands below the Objects folder. */
export type BrowsePath = readonly PathStep[]

const STEP = /^nsu=([^;]+);(.+)$/
/** Signs that mean something in the text of a relative path (OPC 10000-4 A.2). */
const RESERVED = /[/.<>:#!&]/g

/**
 * `nsu=urn:vendor:gate;Gate1/nsu=urn:vendor:gate;Store`: a slash begins a step only before `nsu=`, since URIs have slashes
 * of their own.
 * @returns undefined when the text is none.
 */
export function parseBrowsePath(text: string): BrowsePath | undefined {
  const steps = text.split(/\/(?=nsu=)/).map(step => STEP.exec(step))
  if (steps.some(step => step === null)) return undefined
  return steps.map(step => ({ namespaceUri: step![1]!, name: step![2]! }))
}

export const textOfPath = (path: BrowsePath): string =>
  path.map(({ namespaceUri, name }) => `nsu=${namespaceUri};${name}`).join('/')

/**
 * The relative path as a server translates it. Indexes are its own affair, and may be others when it starts again.
 * @param namespaces of the server, by index
 * @returns the path, or the first namespace that the server has not.
 */
export function relativePath(path: BrowsePath, namespaces: readonly string[]): { path: string } | { missing: string } {
  const missing = path.find(({ namespaceUri }) => !namespaces.includes(namespaceUri))
  if (missing !== undefined) return { missing: missing.namespaceUri }
  const steps = path.map(
    ({ namespaceUri, name }) => `/${namespaces.indexOf(namespaceUri)}:${name.replace(RESERVED, sign => `&${sign}`)}`,
  )
  return { path: steps.join('') }
}
