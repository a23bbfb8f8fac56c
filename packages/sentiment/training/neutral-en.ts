import { list, pairs } from './grammar.ts'

/** English sentences that say nothing good or bad. */
export function englishFacts(): string[] {
  return [...alone, ...people(), ...things(), ...times(), ...world(), ...asking(), ...office()]
}

const alone = list(`
  hello, hi, hi there, hey, good morning everyone, good evening, see you, see you later, bye, goodbye, yes, no, ok, maybe, who, where, when, why, how many, how much, what is this, who is there
  where are you, what is your name, how old are you, when does it start, where is the station, do you have a pen, can you hear me, could you repeat that, please sit down, close the window, turn left
  enter your password, press any key, click here, wait a minute, next please, excuse me, any questions, movie, film, actor, director, music, school, office, book, people, today, yesterday, tomorrow
  monday, friday, morning, evening, computer, phone, car, water, tree, test, exam, meeting, class, london, korea, one, two, three, 1, 2, 10, 2024, 12345, march 1st, a b c, word, sentence, letter
  good morning, good night, good afternoon, how are you, nice to meet you, hello everyone, hi all, good evening to you, good afternoon everyone, good night everyone, see you tomorrow, talk to you later, carrot, onion, apple, bread, milk, egg, pencil, paper, chair, table, window, door, street
  river, mountain, city, village, country, germany, japan, china, brazil, spring, summer, autumn, winter, january, june, october, mathematics, history, geography, physics, teacher, student, doctor, nurse, farmer, driver, cook
  mother, father, brother, sister, uncle, neighbor, cat, dog, rabbit, horse, cow, bird, fish, elephant, red, blue, green, black, white, left, right, north, south, east, west, page, number, list, name, address, email, folder, file
  www.livelet.test, https://docs.livelet.test/start, http://localhost:3000, https://news.page.org/2024/05/item, http://files.org, info@mail.org, index.html, version 2.1, chapter 4, room 101, error 404, ISO 9001`)

const WHO = list(
  'he, she, they, we, I, my brother, her cousin, the teacher, our neighbor, the driver, a student, the manager, his uncle, the children, my parents'
)

function people(): string[] {
  const does = list(
    'went to, walked to, drove to, lives near, works at, is at, will be at, came from, moved to, called from, waited at, sits in'
  )
  const where = list(
    'the office, the station, the park, school, the library, the market, the hotel, the airport, Berlin, the kitchen, the corner, the second floor, the hospital, the garden'
  )
  const acts = list(
    'had rice for dinner, bought a ticket, ate an apple, drinks tea, reads a book, is reading a letter, is writing an email, watched the news, cooked pasta, opened the box, took the bus, called the office, has two children, is twenty years old, plays football on Sundays, speaks Spanish, put the keys on the shelf, wears glasses, is sleeping, was born in 1990, studies history, drives a taxi, teaches physics, works as a driver'
  )
  const name = list('Tom, Maria, Peter, Ms. Lee, John Smith, Sara, Dr. Brown')
  return [
    ...pairs([WHO, does, where]),
    ...pairs([WHO, acts]),
    ...pairs([list('his name is, this is, I am called, the manager is, ask for'), name])
  ]
}

function things(): string[] {
  const thing = list(
    'the book, the cup, the key, a chair, the bag, the letter, an apple, the map, the phone, the report, the window, a bicycle, the folder, the list, the umbrella, the package'
  )
  const is = list('is on, is under, is in, was behind, is next to, was near, lies on, are in')
  const place = list('the desk, the bed, the drawer, the door, the shelf, the car, the wall, the floor, the kitchen')
  const has = list(
    'has two pages, has four doors, is made of wood, is ten meters long, is blue, contains five items, has a red cover, weighs three pounds, is number six, comes in three sizes, costs ten dollars, is green, was made in Japan, belongs to my uncle'
  )
  const room = list(
    'the office, the restroom, the exit, the parking lot, room 12, the cafeteria, the library, the pharmacy'
  )
  const located = list(
    'is on the first floor, is around the corner, is downstairs, is on the left, is across the street, is two blocks away, is near the park, is at the end of the hall, is behind the station'
  )
  const amount = list('one, two, three, four, five, ten, a dozen')
  const goods = list(
    'apples, tickets, bottles of water, teas, eggs, chairs, pages, sheets of paper, students, cups and a plate'
  )
  return [...pairs([thing, is, place]), ...pairs([thing, has]), ...pairs([room, located]), ...pairs([amount, goods])]
}

function times(): string[] {
  const event = list(
    'the class, the train, the flight, the exam, the game, the show, the call, the lecture, the museum, the ferry, lunch, the interview, the library, the bus, the workshop'
  )
  const at = list(
    'starts at 9, begins at noon, is at 4 pm, ends at six, opens at ten, closes at 8, is on Monday, is on Thursday, arrives at 7:15, was yesterday, is tomorrow, takes two hours, leaves in ten minutes, runs every hour'
  )
  const day = list('monday, tuesday, thursday, friday, saturday, sunday')
  const part = list('morning, evening, night, at noon, at 5 pm, the 3rd, at ten')
  const it = list('it is, it was, today is, tomorrow is, yesterday was')
  const what = list("monday, friday, the first of May, ten o'clock, half past two, january, noon, the 12th")
  return [...pairs([event, at]), ...pairs([day, part]), ...pairs([it, what])]
}

function world(): string[] {
  const place = list(
    'London, Rome, Tokyo, Madrid, Ottawa, Berlin, the Nile, the Danube, Mount Fuji, Iceland, Brazil, Texas'
  )
  const fact = list(
    'is the capital of Spain, is in Europe, is a city in Germany, flows into the sea, is in Asia, lies in the north, has a population of two million, is an island, borders Austria, is 300 miles from here, is a river, was founded in 1850'
  )
  const weather = list(
    'it is raining, it will snow, it was cloudy, the wind comes from the west, the temperature is 20 degrees, rain is expected, there are some clouds, it is ten degrees, the sun rises at six'
  )
  const when = list('today, tonight, this morning, on sunday, in the north, tomorrow afternoon')
  const science = list(
    'a week has seven days, an hour has sixty minutes, ice melts at zero degrees, the sun rises in the east, a triangle has three sides, salt dissolves in water, whales are mammals, the moon moves around the earth, there are fifty states, light travels in straight lines, two plus three is five, plants need light and water, the heart pumps blood, bees collect nectar, a meter has one hundred centimeters, there are seven days in a week, there are 24 hours in a day, there are sixty minutes in an hour, there are four seasons in a year, there are four weeks in a month, iron melts at 1500 degrees, the oven heats to 200 degrees, an egg boils in ten minutes, a potato boils in twenty minutes, steam rises from the kettle, oil floats on water, the lake freezes in january, metal expands in heat'
  )
  const report = list('the company, the government, the committee, the university, the city council, the agency')
  const said = list(
    'announced a new schedule, published the results, will hold a meeting in May, said the work begins on Monday, opened an office in Denver, moved to a new building, released the figures today, elected a chairman'
  )
  return [...pairs([place, fact]), ...pairs([weather, when]), ...science, ...pairs([report, said])]
}

function asking(): string[] {
  const what = list('where is, how far is, which way is, when does the bus go to, can you show me')
  const place = list(
    'the station, the museum, the exit, gate 12, the post office, the hotel, the city center, room 204'
  )
  const when = list('when does, what time does, where does')
  const event = list('the train leave?, the class start?, the shop open?, it end?, the tour begin?, the ferry stop?')
  const who = list('who, when, where, what')
  const did = list(
    'did she go?, are they?, is that?, did you buy?, do you live?, was it?, are you doing?, will they arrive?, did they say?, does she say?, did you tell him?, did he ask?, did he write?, did she answer?'
  )
  const which = list('which train, which road, which line, what bus, which door')
  const goes = list('goes to the airport?, stops here?, leads to the river?, is ours?, goes north?')
  const do2 = list('do you, does he, did they, can I, could you, will you')
  const act = list(
    'live here?, take the bus?, work on Sundays?, pay by card?, send the address?, have a pencil?, speak French?, open the window?'
  )
  return [
    ...pairs([what, place]),
    ...pairs([when, event]),
    ...pairs([who, did]),
    ...pairs([which, goes]),
    ...pairs([do2, act])
  ]
}

function office(): string[] {
  const ask = list(
    'please send, please find, I sent, I saved, please print, please open, copy, delete, here is, I attached, see, download, we received, select'
  )
  const what = list(
    'the document, the form, the list, the attached file, the invoice, the schedule, the agenda, the address, the photo, the spreadsheet, your order number, the minutes of the meeting, the draft, the link'
  )
  const turn = list('turn left, turn right, go straight, walk down, stop, cross the street, get off')
  const at = list(
    'at the traffic light, at the second street, at the bridge, after two blocks, at the next station, past the church'
  )
  return [...pairs([ask, what]), ...pairs([turn, at])]
}
