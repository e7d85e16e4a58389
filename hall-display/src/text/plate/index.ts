import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const plateText = { 'zh-CN': zh.plate, en: en.plate }
