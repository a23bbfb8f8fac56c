import counter from '@livelet/counter'
import Fastify from 'fastify'

const page = `<!doctype html>
<title>Counter</title>
<script type="module" src="/counter/element.js"></script>
<livelet-counter></livelet-counter>`

const app = Fastify()
app.register(counter)
app.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(page))
console.log(await app.listen({ port: Number(process.env.PORT ?? 3000) }))
