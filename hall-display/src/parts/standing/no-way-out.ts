import { useEffect } from 'react'

const IS_TYPED_IN = 'input, textarea'

const refuse = (event: Event): void => event.preventDefault()
const unlessTyping = (event: Event): void => {
  if (!(event.target instanceof Element && event.target.closest(IS_TYPED_IN))) event.preventDefault()
}
/** Two fingers, or a wheel with the control key, would zoom. */
const oneFinger = (event: TouchEvent): void => {
  if (event.touches.length > 1) event.preventDefault()
}
const plainWheel = (event: WheelEvent): void => {
  if (event.ctrlKey) event.preventDefault()
}
/** Going back would leave the face. */
const stay = (): void => history.pushState(undefined, '')
/** Only a hand may ask for it, so the first touch does; and again, where somebody got out. Not who comes with a mouse. */
const fillScreen = ({ pointerType }: PointerEvent): void => {
  if (pointerType === 'touch' && document.fullscreenElement === null)
    void document.documentElement.requestFullscreen?.().catch(() => undefined)
}

/**
 * A face that stands before strangers: no menu, no marking of text, no zoom, no way back, and the whole screen where the
 * browser gives it. What a page cannot hold back, such as the keys of its machine, is the browser's own kiosk mode's.
 */
export function useNoWayOut(): void {
  useEffect(() => {
    const root = document.documentElement
    root.dataset['standing'] = ''
    stay()
    const leave = new AbortController()
    const { signal } = leave
    const active = { signal, passive: false }
    addEventListener('contextmenu', refuse, { signal })
    addEventListener('dragstart', refuse, { signal })
    addEventListener('selectstart', unlessTyping, { signal })
    addEventListener('touchmove', oneFinger, active)
    addEventListener('wheel', plainWheel, active)
    addEventListener('gesturestart', refuse, active)
    addEventListener('popstate', stay, { signal })
    addEventListener('pointerup', fillScreen, { signal })
    return () => {
      delete root.dataset['standing']
      leave.abort()
    }
  }, [])
}
