/** The part of amaro that is used; 0.1 ships no types. https://github.com/nodejs/amaro */
declare module 'amaro' {
  const amaro: {
    transformSync(source: string, options: { mode: 'strip-only' | 'transform' }): { code: string }
  }
  export default amaro
}
