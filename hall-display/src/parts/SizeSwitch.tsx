import { create } from 'zustand'
import { commonText } from '../text/everywhere/index.ts'
import { useText } from '../text/index.ts'

const KEPT_AS = 'pingting.size'
const root = document.documentElement
if (localStorage.getItem(KEPT_AS) === 'large') root.dataset['size'] = 'large'

const useSize = create<{ large: boolean }>()(() => ({ large: root.dataset['size'] === 'large' }))

export const isLarge = (): boolean => useSize.getState().large

export function wearSize(large: boolean): void {
  if (large) root.dataset['size'] = 'large'
  else delete root.dataset['size']
  localStorage.setItem(KEPT_AS, large ? 'large' : 'usual')
  useSize.setState({ large })
}

/** 长辈版: larger type everywhere. */
export function SizeSwitch() {
  const say = useText(commonText)
  const { large } = useSize()
  return (
    <button
      type="button"
      className="button quiet"
      aria-pressed={large}
      onClick={() => wearSize(!large)}
      data-testid="size"
    >
      {large ? say('usualSize') : say('largeSize')}
    </button>
  )
}
