import { Component, type ReactNode } from 'react'
import { commonText } from '../text/everywhere/index.ts'
import { useText } from '../text/index.ts'

const RELOAD_AFTER_MS = 15_000

/** A face nobody watches over must come back by itself: after a fault it says so, and loads itself again. */
export class Fallback extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override componentDidCatch(): void {
    setTimeout(() => location.reload(), RELOAD_AFTER_MS)
  }

  override render(): ReactNode {
    return this.state.failed ? <Failed /> : this.props.children
  }
}

function Failed() {
  const say = useText(commonText)
  return (
    <main className="centred" role="alert">
      <h1>{say('failed')}</h1>
      <button type="button" className="button main" onClick={() => location.reload()}>
        {say('reload')}
      </button>
    </main>
  )
}
