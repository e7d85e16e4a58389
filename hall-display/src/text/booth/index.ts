import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const boothText = { 'zh-CN': zh.booth, en: en.booth }
export const howFoundCodes = { 'zh-CN': zh.howFound, en: en.howFound }
