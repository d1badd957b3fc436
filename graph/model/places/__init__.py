"""Where a text, a cell or a row says that something is: all counties of the country, with names that have ended."""

from graph.model.places.gazetteer import PlaceTable as PlaceTable
from graph.model.places.place_reader import Found as Found
from graph.model.places.place_reader import PlaceReader as PlaceReader
from graph.model.places.settle import Evidence as Evidence
from graph.model.places.settle import Place as Place
from graph.model.places.settle import Said as Said
from graph.model.places.settle import settle as settle
