import { type Language, speak, useLanguage } from '../../text/index.ts'
import { isLarge, wearSize } from '../SizeSwitch.tsx'

/** As the hall set the face up, before anybody chose otherwise. */
const home: { language: Language; large: boolean } = { language: useLanguage.getState().language, large: isLarge() }

/** Whoever comes next finds the face in its own language and size, not in those of who has left. */
export function wearHomeLook(): void {
  if (useLanguage.getState().language !== home.language) speak(home.language)
  if (isLarge() !== home.large) wearSize(home.large)
}
