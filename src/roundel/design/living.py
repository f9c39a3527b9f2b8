from django.http import HttpResponse
def overview(r): return HttpResponse()
page=overview
