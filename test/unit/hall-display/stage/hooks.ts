import { act, createElement } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { vi } from 'vitest'

export interface Shown<T> {
  /** What the hook said last. */
  readonly now: T
  /** Renders once more, with other values inside the hook. */
  render(use: () => T): Promise<void>
  unmount(): Promise<void>
}

/** Whatever changes a page happens inside of this, and is drawn when it ends. */
export async function happens(what: () => unknown = () => undefined): Promise<void> {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  await act(async () => {
    await what()
  })
  // What comes by itself in between is drawn as in a browser.
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', false)
}

/** Waits for what the world does by itself, such as an answer on its way. */
export const shows = (truth: () => boolean, timeoutMs = 10_000): Promise<void> =>
  vi.waitFor(
    async () => {
      await happens()
      if (!truth()) throw new Error(`not shown: ${truth}`)
    },
    { timeout: timeoutMs, interval: 5 },
  )

const roots = new Set<Root>()
/** Ends every hook that still runs, before the page goes. */
export async function clearStage(): Promise<void> {
  for (const root of roots) await happens(() => root.unmount())
  roots.clear()
}

/** Runs a hook in React itself, effects and all, in a component that draws nothing: what it needs of a document is its root. */
export async function show<T>(use: () => T): Promise<Shown<T>> {
  let now: T
  const Stage = ({ hook }: { hook: () => T }) => {
    now = hook()
    return undefined
  }
  const root = createRoot(element() as unknown as Element)
  roots.add(root)
  const render = (hook: () => T): Promise<void> => happens(() => root.render(createElement(Stage, { hook })))
  await render(use)
  return {
    get now() {
      return now
    },
    render,
    async unmount() {
      roots.delete(root)
      await happens(() => root.unmount())
    },
  }
}

const element = () =>
  Object.assign(new EventTarget(), {
    ...{ nodeType: 1, nodeName: 'DIV', tagName: 'DIV', namespaceURI: 'http://www.w3.org/1999/xhtml' },
    ...{ ownerDocument: document, textContent: '' },
  })
