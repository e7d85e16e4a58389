import { useState } from 'react'
import { commonText } from '../text/everywhere/index.ts'
import { useText } from '../text/index.ts'

const KEPT_AS = 'pingting.size'
const root = document.documentElement
if (localStorage.getItem(KEPT_AS) === 'large') root.dataset['size'] = 'large'

/** 长辈版: larger type everywhere. */
export function SizeSwitch() {
  const say = useText(commonText)
  const [large, setLarge] = useState(root.dataset['size'] === 'large')
  const turn = (): void => {
    const next = !large
    if (next) root.dataset['size'] = 'large'
    else delete root.dataset['size']
    localStorage.setItem(KEPT_AS, next ? 'large' : 'usual')
    setLarge(next)
  }
  return (
    <button type="button" className="button quiet" aria-pressed={large} onClick={turn} data-testid="size">
      {large ? say('usualSize') : say('largeSize')}
    </button>
  )
}
