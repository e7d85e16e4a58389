import type { ReactNode } from 'react'

/** A table wider than its screen is moved sideways, by keys as well. @param label what the table tells */
export function Sideways({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className="office-scroll" tabIndex={0} aria-label={label}>
      {children}
    </section>
  )
}
